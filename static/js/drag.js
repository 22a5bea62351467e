// Dragging a line, as an extra to the keys and buttons: it is dropped after the line that one points at, or first under it further to the right.
const INSIDE = 200; // pixels to the right of a line's start from which it is meant as a parent
let carried = null;
let aim = null;

const aimed = (event) => event.target.closest?.("#outline li[data-key] > .line");
function clear() {
  document.querySelectorAll(".drop-after, .drop-inside").forEach((line) => line.classList.remove("drop-after", "drop-inside"));
}

// Only the level word is a handle, so that a title can be marked with the mouse.
document.addEventListener("pointerdown", (event) => {
  const line = aimed(event);
  if (line) line.draggable = Boolean(event.target.closest(".row-word"));
});
document.addEventListener("dragstart", (event) => {
  carried = aimed(event)?.parentElement ?? null;
  if (carried) event.dataTransfer.setData("text/plain", carried.querySelector("textarea").value);
});
document.addEventListener("dragover", (event) => {
  const line = carried && aimed(event);
  if (!line || carried.contains(line)) return;
  event.preventDefault();
  clear();
  const inside = event.clientX - line.getBoundingClientRect().left > INSIDE;
  line.classList.add(inside ? "drop-inside" : "drop-after");
  aim = { line: line.parentElement, inside };
});
document.addEventListener("drop", (event) => {
  if (!carried || !aim) return;
  event.preventDefault();
  move(carried, { till: "plats", [aim.inside ? "under" : "efter"]: aim.line.dataset.key });
});
document.addEventListener("dragend", () => {
  clear();
  carried = aim = null;
});
