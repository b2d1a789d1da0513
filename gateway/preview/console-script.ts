// The script in previewed pages. It reports the console, uncaught errors, and failed loads to the preview, and the path to the app.
import { REPORT_PATH } from './own-pages.ts';

/** Longest text of one entry, characters. */
const MAX_TEXT = 4_000;
/** Entries of one report; more within its time are counted, not kept. */
const MAX_ENTRIES = 100;
const SEND_MS = 200;

/** Plain JavaScript, because it runs in any page as it is. It never throws into the page. */
export const CONSOLE_SCRIPT = `(() => {
  'use strict';
  const send = window.fetch.bind(window);
  const original = { ...console };
  let entries = [], dropped = 0, timer = 0;
  const flush = () => {
    timer = 0;
    const body = JSON.stringify({ entries, dropped });
    entries = []; dropped = 0;
    send('${REPORT_PATH}', { method: 'POST', body, keepalive: body.length < 60000 }).catch(() => undefined);
  };
  const add = (level, text) => {
    if (entries.length >= ${MAX_ENTRIES}) dropped += 1;
    else entries.push({ level, text: text.slice(0, ${MAX_TEXT}) });
    if (timer === 0) timer = setTimeout(flush, ${SEND_MS});
  };
  const describe = (value) => {
    try {
      if (value instanceof Error) return describeError(value);
      if (typeof value === 'string') return value;
      if (value instanceof Element) return '<' + value.tagName.toLowerCase() + '>';
      if (typeof value === 'object' && value !== null) return JSON.stringify(value) ?? String(value);
      return String(value);
    } catch { return Object.prototype.toString.call(value); }
  };
  const describeError = (error) => {
    const head = error.name + ': ' + error.message;
    const stack = String(error.stack ?? '');
    return stack.startsWith(head) ? stack : stack === '' ? head : head + '\\n' + stack.split('\\n').filter(Boolean).map((line) => '    at ' + line.replace(/^(.*)@/, '$1 (').replace(/(\\(.*)$/, '$1)')).join('\\n');
  };
  const format = (values) => {
    const [first, ...rest] = values;
    if (typeof first !== 'string' || !first.includes('%')) return values.map(describe).join(' ');
    const text = first.replace(/%([sdifoOc%])/g, (all, kind) => {
      if (kind === '%') return '%';
      if (rest.length === 0) return all;
      const value = rest.shift();
      return kind === 'c' ? '' : describe(value);
    });
    return [text, ...rest.map(describe)].join(' ');
  };
  for (const level of ['log', 'info', 'warn', 'error', 'debug'])
    console[level] = (...values) => {
      original[level].apply(console, values);
      try { add(level, format(values)); } catch { /* The page must not notice. */ }
    };
  addEventListener('error', (event) => {
    if (event instanceof ErrorEvent) {
      const where = event.filename ? '\\n    at ' + event.filename + ':' + event.lineno + ':' + event.colno : '';
      add('uncaught', event.error instanceof Error ? describeError(event.error) : event.message.replace(/^Uncaught /, '') + where);
    } else if (event.target instanceof Element) {
      const url = String(event.target.src || event.target.href || '');
      // Failed requests to the previewed server are reported by the preview itself.
      if (!url.startsWith(location.origin + '/')) add('load', url);
    }
  }, true);
  addEventListener('unhandledrejection', (event) => add('rejection', describe(event.reason)));
  addEventListener('securitypolicyviolation', (event) => add('error', 'Blocked by the content security policy (' + event.effectiveDirective + '): ' + event.blockedURI));
  addEventListener('pagehide', () => { if (timer !== 0) flush(); });
  const place = () => { if (parent !== window && parent === top) parent.postMessage({ gatehousePreview: location.pathname + location.search + location.hash }, '*'); };
  for (const name of ['pushState', 'replaceState']) {
    const change = history[name];
    history[name] = function (...values) { const result = change.apply(this, values); place(); return result; };
  }
  for (const name of ['popstate', 'hashchange', 'pageshow']) addEventListener(name, place);
  place();
})();
`;
