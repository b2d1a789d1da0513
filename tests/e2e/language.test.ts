// A second language on real pages: no text is left in English, and a chosen language survives a reload.
import type { Page } from 'playwright';
import { afterAll, expect, it } from 'vitest';

import { AGENT_FILES } from '#contract/types/agent-files.ts';
import { LANGUAGES } from '#messages/languages.ts';
import { t } from '#messages/translate.ts';
import { lastToolResults, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openStage, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

function playAgent(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'Done.' }] };
  return { steps: [{ think: 'Let me see.' }, { call: 'exec', input: { command: 'echo hi > it.txt' } }] };
}

const LANGUAGE_NAMES = Object.values(LANGUAGES).map(({ name }) => name);

const PATHS = [
  '/home',
  '/sessions/new',
  '/approvals',
  '/approvals/history',
  '/approvals/rules',
  '/usage',
  '/console',
  '/logs',
  '/settings/providers',
  '/agents',
  '/agents/main',
  '/agents/main/files/SOUL.md',
  '/settings/appearance',
  '/settings/devices',
  '/settings/keys',
  '/settings/gateway',
  '/settings/shortcuts',
  '/settings/configuration?view=file',
];

/** Elements whose text is data or code, the same in every language. */
const DATA = 'code, pre, kbd, .cm-editor, .xterm, [role="log"] .font-mono';

/** Formatted by Intl in the locale of the pseudo-language: a date, a time, an age, a size. */
const FORMATTED = /^(?:[A-Z][a-z]{2,8},? )?[A-Z][a-z]{2} \d|^\d[\d.,:]* ?(?:[AP]M|[a-zA-Z]{1,4})$/;

/** Everything that a person can read or hear on the page, without data. */
async function readTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate((data) => {
    const attributes: string[] = [];
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      if (element === null || element.closest(`script, style, ${data}`) !== null) continue;
      if (node instanceof Element) {
        for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
          attributes.push(node.getAttribute(name) ?? '');
      } else texts.push(node.textContent ?? '');
    }
    // A message with markup is spread over several elements, so all text is one string.
    return [...attributes, texts.join('\n')];
  }, DATA);
}

/** The parts of a text that no message produced: those outside all brackets. */
function outsideMessages(text: string): readonly string[] {
  let rest = text;
  while (/⟦[^⟦⟧]*⟧/.test(rest)) rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, '\n');
  return rest
    .split(/\n| · /)
    .map((part) => part.trim())
    .filter((part) => /\p{L}\p{Ll}/u.test(part) && !FORMATTED.test(part));
}

/** What the gateway sent to the page: data, not text of the app. */
function recordFrames(app: AppPage): () => string {
  const frames: string[] = [];
  app.page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  return () => frames.join('\n');
}

describeInBrowser('a second language', () => {
  it('leaves no English text on any page', { timeout: 240_000 }, async () => {
    const { stage, app } = await openReadyApp({ model: playAgent });
    await app.beginTask('Please run it');
    await app.page.getByRole('region', { name: /^Approval:/ }).waitFor();
    const received = recordFrames(app);
    await app.page.addInitScript(() => {
      localStorage.setItem('gatehouse.preferences', JSON.stringify({ language: 'en-XA' }));
    });
    const session = new URL(app.page.url()).hash.slice(1);
    const found: Record<string, readonly string[]> = {};
    const known = new Set<string>([...AGENT_FILES, 'Gatehouse', ...LANGUAGE_NAMES, 'browser']);
    for (const path of [...PATHS, session]) {
      await app.page.goto(`${stage.host().origin}/#${path}`);
      await app.page.reload();
      await app.page.getByRole('heading', { level: 1 }).first().waitFor();
      await app.page.getByRole('status', { name: /⟦/ }).first().waitFor({ state: 'attached' });
      // Nothing shows that all requests of a page have been answered.
      await app.page.waitForLoadState('networkidle');
      const texts = await readTexts(app.page);
      // Read last: an answer can arrive in the meantime.
      const data = received();
      const isData = (shown: string): boolean =>
        isPlainData(shown) || isPlainData(shown.replace(/^\p{Emoji}\S* /u, ''));
      const isPlainData = (text: string): boolean =>
        known.has(text) ||
        /^(?:https?:|Node )/.test(text) ||
        data.includes(text) ||
        data.includes(JSON.stringify(text).slice(1, -1));
      const english = texts.flatMap(outsideMessages).filter((text) => !isData(text));
      if (english.length > 0) found[path] = [...new Set(english)];
    }
    expect(found).toEqual({});
  });

  it('is chosen in the settings and survives a reload', async () => {
    const stage = await openStage({});
    const app = await stage.openTab();
    await app.signIn(stage.host().signInUrl);
    await app.button(t('setup.skip')).click();
    await app.heading(t('home.heading.idle')).waitFor();
    await app.page.goto(`${stage.host().origin}/#/settings/appearance`);
    const select = app.page.getByRole('combobox', { name: t('settings.language') });
    await select.click();
    await app.page.getByRole('option', { name: 'English (United Kingdom)' }).click();
    const language = () => app.page.evaluate(() => document.documentElement.lang);
    await expect.poll(language).toBe('en-GB');
    await app.page.reload();
    await select.getByText('English (United Kingdom)').waitFor();
    expect(await language()).toBe('en-GB');
  });
});
