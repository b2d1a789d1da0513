// @vitest-environment happy-dom
// Proves: PP-5
import { Tooltip } from 'radix-ui';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { createServices } from '../../state/app-services.ts';
import { memoryStorage, recordingSurface, refusal, scriptedClient } from '../../state/testing/stand-ins.ts';
import { ServicesContext } from '../../state/use-client.ts';
import { BoardPage } from './board-page.tsx';
import { COLUMNS } from './board-columns.ts';

const stops: (() => void)[] = [];
beforeEach(() => vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true));
afterEach(() => {
  for (const stop of stops.splice(0).toReversed()) stop();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

async function render(rows: readonly SessionRow[]): Promise<void> {
  const { client } = scriptedClient((method) => {
    if (method === 'sessions.subscribe') return { list: { sessions: rows, nextOffset: null } };
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
  stops.push(() => act(() => root.unmount()));
  await act(async () =>
    root.render(
      <ServicesContext value={services}>
        <Tooltip.Provider>
          <BoardPage />
        </Tooltip.Provider>
      </ServicesContext>,
    ),
  );
}

const row = (key: string, more: Partial<SessionRow>): SessionRow => ({ key, kind: 'direct', ...more });

it('shows a column for each state with the number of its cards', async () => {
  await render([
    row('a', { status: 'running' }),
    row('b', { status: 'done' }),
    row('c', { status: 'done' }),
    row('d', { status: 'done', archived: true }),
  ]);
  const headings = [...document.querySelectorAll('h2')].map(({ textContent }) => textContent);
  const counts = [0, 1, 0, 2, 1];
  expect(headings).toEqual(COLUMNS.map((column, at) => `${t(`board.column.${column}`)} ${counts[at]}`));
  expect(document.body.textContent).toContain(t('board.none.queued'));
});

it('says what appears here if there are no sessions', async () => {
  await render([]);
  expect(document.body.textContent).toContain(t('board.empty'));
  expect(document.querySelector('h2')).toBeNull();
});
