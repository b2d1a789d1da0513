// @vitest-environment happy-dom
// Proves: PP-4
import { act, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Tooltip } from 'radix-ui';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Dispatch } from '#contract/types/dispatches.ts';
import { t } from '#messages/translate.ts';
import { createServices } from '../../state/app-services.ts';
import { followHistory, navigate } from '../../state/route.ts';
import { memoryStorage, recordingSurface, refusal, scriptedClient } from '../../state/testing/stand-ins.ts';
import { ServicesContext } from '../../state/use-client.ts';
import { ComparePage } from './compare-page.tsx';

const DISPATCH: Dispatch = {
  id: 'd1',
  title: 'Fix the bug',
  prompt: 'Fix the bug',
  repoName: 'shop',
  createdAt: 0,
  entries: [
    {
      id: 'e1',
      agentId: 'main',
      sessionKey: 'agent:main:one',
      state: 'started',
      worktreeId: 'w1',
      branch: 'gatehouse/fix',
      test: { command: 'npm test', status: 'failed', startedAt: 0, endedAt: 2_000, exitCode: 1, output: 'one failed' },
    },
    {
      id: 'e2',
      agentId: 'coder',
      model: 'demo/large',
      sessionKey: 'agent:coder:two',
      state: 'failed',
      error: { message: 'No commits.', hint: 'Make a first commit.' },
    },
  ],
};

const stops: (() => void)[] = [];
beforeEach(() => vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true));
afterEach(() => {
  for (const stop of stops.splice(0).toReversed()) stop();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

async function render(path: string): Promise<ReturnType<typeof scriptedClient>['calls']> {
  const file = { path: 'a.ts', status: 'modified', additions: 3, deletions: 1, version: 'v' };
  const scripted = scriptedClient((method) => {
    if (method === 'dispatches.get') return { dispatch: DISPATCH };
    if (method === 'dispatches.list') return { dispatches: [DISPATCH] };
    if (method === 'dispatches.retry') return { dispatch: DISPATCH };
    if (method === 'changes.list') return { files: [file], additions: 3, deletions: 1 };
    throw refusal(`${method} is not part of this test`);
  });
  const services = createServices(scripted.client, {
    storage: memoryStorage(),
    frames: { next: () => undefined },
    notices: recordingSurface().surface,
    now: () => 0,
    newId: () => 'id',
    after: () => () => undefined,
  });
  navigate(path);
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  stops.push(followHistory(), () => act(() => root.unmount()));
  await act(async () =>
    root.render(
      <StrictMode>
        <ServicesContext value={services}>
          <Tooltip.Provider>
            <ComparePage />
          </Tooltip.Provider>
        </ServicesContext>
      </StrictMode>,
    ),
  );
  return scripted.calls;
}

const text = () => document.body.textContent;

it('lists dispatches with links to their results', async () => {
  await render('/compare');
  expect(document.querySelector('a')?.getAttribute('href')).toBe('#/compare/d1');
  expect(text()).toContain('shop');
});

it('shows state, test, and changes of each agent, and why one could not start', async () => {
  const calls = await render('/compare/d1');
  expect([...document.querySelectorAll('h2')].map((heading) => heading.textContent)).toEqual(
    expect.arrayContaining(['main', 'coder · large', t('compare.changedFiles')]),
  );
  for (const part of [
    t('compare.test.failed'),
    t('compare.test.exitCode', { code: 1 }),
    'one failed',
    'No commits.',
    'a.ts',
    '+3',
  ])
    expect(text()).toContain(part);
  const retry = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === t('compare.retry'));
  await act(async () => retry?.click());
  expect(calls.find(({ method }) => method === 'dispatches.retry')?.params).toEqual({ id: 'd1', entryId: 'e2' });
});
