// What an htmx swap changed, told to those who do not see it: the text of the swapped piece's [data-live] is read
// out from one live region that stays in the page, and a request that failed is told in words to everybody.
const failed = document.currentScript.dataset.failed;

const region = document.createElement("p");
region.className = "visually-hidden";
region.setAttribute("role", "status");
document.body.append(region); // not in main, which Back replaces

function tellFailure() {
  let notice = document.getElementById("failure");
  if (!notice) {
    notice = document.createElement("p");
    notice.id = "failure";
    notice.className = "notice danger";
    notice.setAttribute("role", "alert");
    document.querySelector("main .wrap").prepend(notice);
  }
  notice.textContent = failed;
}

for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, tellFailure);
}
document.addEventListener("htmx:afterSettle", (event) => {
  document.getElementById("failure")?.remove();
  const piece = event.detail.elt;
  const news = piece.matches("[data-live]") ? piece : piece.querySelector("[data-live]");
  if (!news) return;
  region.textContent = news.textContent.trim();
  // A link that went with what was swapped took the focus along: its reader goes on from the news, not from the top of the page.
  const link = event.detail.requestConfig?.elt;
  if (link?.matches("a") && !link.isConnected && document.activeElement === document.body) {
    news.tabIndex = -1;
    news.focus();
  }
});
