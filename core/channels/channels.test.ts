import { expect, it } from 'vitest';
import { JobRunner } from '#core/jobs/job-runner.ts';
import { copyOf } from '#tests/support/core/memory-store.ts';
import { harness, type HarnessOptions } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { SampleChannel } from '#tests/support/core/sample-channel.ts';
import { fails, hangs, says, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { DEFAULT_SETTINGS } from '#tests/support/default-settings.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { Channels } from './channels.ts';

const HELLO = { id: 'message-1', chatId: 'chat-1', senderId: 'ada', text: 'Hello' };

/** Started channels over an engine in memory. */
async function start(script: readonly ScriptedCall[], options: HarnessOptions = {}) {
  const base = harness(script, options);
  const { store, engine, clock, settings } = base;
  const channel = new SampleChannel();
  const jobs = new JobRunner({ store: store.jobs, clock, log: QUIET });
  const channels = new Channels({
    channels: [{ id: 'sample', title: 'Sample', connection: channel }],
    jobs,
    engine,
    config: {
      settings: () => ({ ...DEFAULT_SETTINGS, agents: [settings.agent], channels: { sample: { allow: ['ada'] } } }),
      onChange: () => () => {},
    },
    audit: store.audit,
    clock,
    ids: { next: () => `channel-${store.writes}` },
    log: QUIET,
  });
  await engine.recover();
  await jobs.start();
  await channels.start();
  return {
    ...base,
    channel,
    jobs,
    texts: () => channel.sent.map(({ text }) => text),
    /** The host as it is after a kill at this instant, started again. */
    async killed(again: readonly ScriptedCall[]) {
      const copy = copyOf(store);
      jobs.stop();
      void engine.stop();
      await settle();
      return start(again, { store: copy, clock });
    },
  };
}

it('resends a reply until the network accepts it, without a second run', async () => {
  const h = await start([says('Hi!')]);
  h.channel.failures = 3;
  await h.channel.deliver(HELLO);
  await settle();
  expect(h.channel.sent).toEqual([]);
  await h.clock.advance(20_000);
  expect(h.texts()).toEqual(['Hi!']);
  expect(h.providers.requests).toHaveLength(1);
});

it('sends the reply after a kill between the run and the reply', async () => {
  const h = await start([says('Hi!')]);
  h.channel.failures = 1;
  await h.channel.deliver(HELLO);
  await settle();
  const next = await h.killed([]);
  await next.clock.advance(20_000);
  expect(next.texts()).toEqual(['Hi!']);
  expect(next.providers.requests).toEqual([]);
});

it('reports that a kill interrupted the run', async () => {
  const h = await start([hangs()]);
  await h.channel.deliver(HELLO);
  await settle();
  const next = await h.killed([]);
  await next.clock.advance(20_000);
  expect(next.texts()).toEqual(['Gatehouse stopped while the agent was working. Send the message again.']);
});

it('explains why the agent could not answer', async () => {
  const h = await start([fails({ code: 'auth', message: 'The key is not valid.' })]);
  await h.channel.deliver(HELLO);
  await settle();
  expect(h.texts()).toEqual([expect.stringContaining("The agent couldn't answer: ")]);
  expect(h.texts()[0]).toContain('The key is not valid.');
});

it('records an unknown sender once', async () => {
  const h = await start([]);
  for (const id of ['1', '2', '3']) await h.channel.deliver({ ...HELLO, id, senderId: 'eve' });
  const entries = await h.store.audit.list({ limit: 10 });
  expect(entries.map(({ action }) => action)).toEqual(['channel.sender.denied']);
  expect(h.texts()).toEqual([]);
});
