// @vitest-environment happy-dom
import { FlaskConical } from 'lucide-react';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { t } from '#messages/translate.ts';
import { definePage } from '../pages/define-page.ts';
import { PAGES } from '../pages/registry.ts';
import { createServices } from '../state/app-services.ts';
import { followKeys } from '../state/commands.ts';
import { followHistory, navigate } from '../state/route.ts';
import { memoryStorage, refusal, scriptedClient, recordingSurface } from '../state/testing/stand-ins.ts';
import { App } from './app.tsx';
import { listCommands, PagesContext } from './pages-context.ts';

const samplePage = definePage({
  segment: 'sample',
  title: 'app.name',
  icon: FlaskConical,
  place: 'bottom',
  keys: ['9'],
  load: async () => () => <h1>A sample page</h1>,
});
// Without the other pages' components, so that only the frame and the sample are loaded.
const emptyPage = definePage({
  segment: 'home',
  title: 'home.title',
  icon: FlaskConical,
  place: 'top',
  load: async () => () => <h1>Nothing here</h1>,
});
const pages = [emptyPage, ...PAGES.filter(({ segment }) => segment !== 'home'), samplePage];
const stops: (() => void)[] = [];

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  navigate('/');
  const { client } = scriptedClient((method) => {
    throw refusal(`${method} is not part of this test`);
  });
  const services = createServices(client, {
    storage: memoryStorage(),
    frames: { next: () => undefined },
    notices: recordingSurface().surface,
    now: () => 0,
    newId: () => 'id',
    after: () => () => undefined,
  });
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  stops.push(
    followHistory(),
    followKeys(() => listCommands(pages), false),
    () => act(() => root.unmount()),
  );
  await act(async () =>
    root.render(
      <PagesContext value={pages}>
        <App services={services} signIn="none" />
      </PagesContext>,
    ),
  );
});

afterEach(() => {
  for (const stop of stops.splice(0).toReversed()) stop();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

/** Waits for a part that is loaded when it is used. */
const eventually = (check: () => void) =>
  vi.waitFor(
    async () => {
      await act(async () => {});
      check();
    },
    { timeout: 60_000 },
  );
const heading = () => document.querySelector('h1')?.textContent;

it('opens a page that was added to the registry from the navigation', async () => {
  expect(heading()).toBe('Nothing here');
  const link = document.querySelector<HTMLAnchorElement>(`nav a[aria-label="${t('app.name')}"]`);
  const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
  await act(async () => {
    link?.click();
    await changed;
  });
  expect(location.hash).toBe('#/sample');
  expect(heading()).toBe('A sample page');
  expect(document.title).toBe(`${t('app.name')} – Gatehouse`);
  expect(link?.getAttribute('aria-current')).toBe('page');
});

it('opens it by its shortcut', async () => {
  await act(async () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '9', bubbles: true })));
  expect(heading()).toBe('A sample page');
});

it('lists it among the keyboard shortcuts and in the palette', async () => {
  await act(async () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'F1', bubbles: true })));
  await eventually(() =>
    expect(document.querySelector('[role="dialog"]')?.textContent ?? '').toContain(`${t('app.name')}9`),
  );
  await act(async () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })));
  await act(async () =>
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true })),
  );
  const options = () => [...document.querySelectorAll('[role="option"]')].map((option) => option.textContent);
  await eventually(() => expect(options().some((text) => text.startsWith(t('app.name')))).toBe(true));
});

it('shows that an address has no page, and leads to Home', async () => {
  await act(async () => navigate('/schedules'));
  expect(heading()).toBe(t('app.notFound.title'));
  expect(document.title).toBe(`${t('app.notFound.title')} – Gatehouse`);
  const home = [...document.querySelectorAll('button')].find(
    ({ textContent }) => textContent === t('app.notFound.home'),
  );
  await act(async () => home?.click());
  expect(heading()).toBe('Nothing here');
});
