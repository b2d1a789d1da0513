// What a preview serves itself: the page that exchanges a ticket, the page shown while the server can't be reached, and the script
// that reports the browser's console.

/** Paths with this start never reach the previewed server. */
export const OWN_PATH = '/__gatehouse/';
/** The page that takes a ticket from its fragment, which browsers never send. */
export const OPEN_PATH = `${OWN_PATH}open`;
/** Takes the ticket of a preview in a frame of another site. */
export const FOREIGN_OPEN_PATH = `${OPEN_PATH}?frame`;
/** The script in previewed pages. */
export const SCRIPT_PATH = `${OWN_PATH}console.js`;
/** Takes reports of the script. */
export const REPORT_PATH = `${OWN_PATH}console`;
/** Answers with 204 once the server can be reached. */
export const ALIVE_PATH = `${OWN_PATH}alive`;

const POLL_MS = 2_000;

/** Exchanges the ticket, then opens the page. `isForeign`: it is in a frame of another site. */
export function openPage(nonce: string, isForeign: boolean): string {
  return page(
    'Opening the preview…',
    nonce,
    `const [ticket, path = '/'] = location.hash.slice(1).split('&');
const fail = (text) => { document.querySelector('p').textContent = text; };
fetch('${isForeign ? FOREIGN_OPEN_PATH : OPEN_PATH}', { method: 'POST', body: ticket }).then((answer) => {
  if (!answer.ok) return fail('This link has expired. Open the preview again in Gatehouse.');
  const target = new URL(decodeURIComponent(path), location.origin);
  location.replace(target.origin === location.origin ? target.href : '/');
}, () => fail("Couldn't reach Gatehouse. Open the preview again."));`,
  );
}

/** Says why the server can't be reached, and opens the page once it can. */
export function waitingPage(nonce: string, message: string): string {
  return page(
    message,
    nonce,
    `setInterval(() => fetch('${ALIVE_PATH}').then((answer) => { if (answer.status === 204) location.reload(); }, () => undefined), ${POLL_MS});`,
  );
}

/** A plain message. */
export function messagePage(message: string): string {
  return page(message, '', '');
}

function page(message: string, nonce: string, script: string): string {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Preview</title><style nonce="${nonce}">body{font:14px/1.5 system-ui,sans-serif;display:grid;place-items:center;min-height:90vh;margin:0 24px;text-align:center}p{max-width:44ch}</style><p>${text}</p>${script === '' ? '' : `<script nonce="${nonce}">${script}</script>`}</html>`;
}
