// Listens to everything that a page complains about: its console, uncaught errors, refused contents.
import type { Page } from 'playwright';

/** What a page said that a healthy page does not say. */
export interface PageWatch {
  complaints(): readonly string[];
  /** While the gateway is away on purpose, a failed connection is no fault of the page. */
  expectOffline(expected: boolean): void;
  /** From now on, complaints of this form are what the test wants to see. */
  expect(complaint: RegExp): void;
}

const OFFLINE = /WebSocket connection to 'ws:.*failed|net::ERR_CONNECTION_REFUSED|net::ERR_EMPTY_RESPONSE/;

/** Watches from now on. */
export function watchPage(page: Page): PageWatch {
  const heard: string[] = [];
  const wanted: RegExp[] = [];
  let offline = false;
  const hear = (text: string): void => {
    if (offline && OFFLINE.test(text)) return;
    if (!wanted.some((pattern) => pattern.test(text))) heard.push(text);
  };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') hear(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => hear(`uncaught: ${error.stack ?? error.message}`));
  page.on('crash', () => hear('the page crashed'));
  return {
    complaints: () => heard,
    expectOffline: (expected) => {
      offline = expected;
    },
    expect: (complaint) => void wanted.push(complaint),
  };
}
