/* Connects the forms that use a key to allauth's script, without anything inline. A form is hidden until this has run. */
const said = document.currentScript.dataset.failed

function connect (form) {
  const ids = { credential: form.elements.credential.id, data: 'js_data' }
  const button = form.querySelector('[id="anvand-nyckel"]').id
  const forms = window.allauth.webauthn.forms
  const ways = {
    add: () => forms.addForm({ ids: { ...ids, add: button, passwordless: 'utan-losenord' } }),
    authenticate: () => forms.authenticateForm({ ids: { ...ids, authenticate: button } }),
    login: () => forms.loginForm({ ids: { ...ids, login: button } })
  }
  ways[form.dataset.passkey]()
  form.hidden = false
}

document.addEventListener('DOMContentLoaded', () => {
  if (!window.PublicKeyCredential) return
  const form = document.querySelector('form[data-passkey]')
  if (!form) return
  connect(form)
  // Somebody who closes the browser's dialogue has made no fault: say what can be done, and leave the console alone.
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    form.querySelector('[role="status"]').textContent = said
  })
})
