// Listens to everything that a page complains about: its console, uncaught errors, refused contents.
// Proves: QA-1
import type { Page, WebSocket } from 'playwright';

/** What a page said that a healthy page does not say. */
export interface PageWatch {
  complaints(): readonly string[];
  /** Call this before stopping the gateway: failed connections are no fault of the page until it has connected again. */
  expectOutage(): void;
  /** From now on, complaints of this form are what the test wants to see. */
  expect(complaint: RegExp): void;
}

const OUTAGE =
  /WebSocket connection to 'wss?:.*failed|net::ERR_(CONNECTION_\w+|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|TOO_MANY_RETRIES)/;

/** Only the tests of the installed app have a service worker. */
const BLOCKED = 'Service Worker registration blocked by Playwright';

/** Watches from now on. */
export function watchPage(page: Page): PageWatch {
  const heard: string[] = [];
  const wanted: RegExp[] = [];
  let outage = false;
  const hear = (text: string): void => {
    if (outage && OUTAGE.test(text)) return;
    if (text.endsWith(BLOCKED)) return;
    if (!wanted.some((pattern) => pattern.test(text))) heard.push(text);
  };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') hear(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => hear(`uncaught: ${error.stack ?? error.message}`));
  page.on('crash', () => hear('the page crashed'));
  const endOutage = (): void => {
    outage = false;
    page.off('websocket', awaitAnswer);
  };
  const awaitAnswer = (socket: WebSocket): void => void socket.once('framereceived', endOutage);
  return {
    complaints: () => heard,
    expectOutage: () => {
      outage = true;
      page.on('websocket', awaitAnswer);
    },
    expect: (complaint) => void wanted.push(complaint),
  };
}
