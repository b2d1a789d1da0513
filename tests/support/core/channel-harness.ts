// Started channels over an engine in memory, with one network of which the test is the other side.
import { SecretGuard } from '#core/secrets/secret-guard.ts';
import { Channels } from '#core/channels/channels.ts';
import { JobRunner } from '#core/jobs/job-runner.ts';
import type { Settings } from '#core/ports/settings.ts';
import type { Log } from '#core/ports/log.ts';
import { DEFAULT_SETTINGS } from '#tests/support/default-settings.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { copyOf } from './memory-store.ts';
import { harness, type HarnessOptions } from './engine-harness.ts';
import { settle } from './manual-clock.ts';
import { SampleChannel } from './sample-channel.ts';
import type { ScriptedCall } from './scripted-provider.ts';

/** Settings of the channel, and the log. */
export interface ChannelHarnessOptions extends Partial<Settings['channels'][string]> {
  readonly log?: Log;
  readonly transcription?: Settings['transcription'];
}

/** Started channels over an engine in memory. */
export async function startChannels(
  script: readonly ScriptedCall[],
  options: HarnessOptions = {},
  { log = QUIET, transcription = {}, ...channelSettings }: ChannelHarnessOptions = {},
) {
  const base = harness(script, options);
  const { store, engine, clock, settings, providers } = base;
  const channel = new SampleChannel();
  const allowed: Settings['channels'][string] = { allow: ['ada'], unknown: 'ignore', ...channelSettings };
  const listeners = new Set<() => void>();
  let id = 0;
  const jobs = new JobRunner({ store: store.jobs, clock, log: QUIET });
  const channels = new Channels({
    hash: (text) => `hash of ${text}`,
    hasVariable: () => false,
    toBase64: (bytes) => Buffer.from(bytes).toString('base64'),
    readAttachments: () => ({ images: [], files: [] }),
    kinds: [{ id: 'sample', title: 'Sample', summary: '', steps: [], fields: [], create: () => channel }],
    jobs,
    store,
    engine,
    providers,
    schedules: () => {
      throw new Error('There are no schedules.');
    },
    config: {
      settings: () => ({ ...DEFAULT_SETTINGS, agents: [settings.agent], channels: { sample: allowed }, transcription }),
      onChange(listener) {
        const changed = () => listener([]);
        listeners.add(changed);
        return () => listeners.delete(changed);
      },
    },
    audit: store.audit,
    clock,
    ids: {
      next: () => `00000000-0000-4000-8${String((id += 1)).padStart(3, '0')}-${String(store.writes).padStart(12, '0')}`,
    },
    log,
    secretGuard: new SecretGuard(),
  });
  await engine.recover();
  await jobs.start();
  await channels.start();
  return {
    ...base,
    channel,
    channels,
    jobs,
    /** Changes the configuration. */
    configure(change: Partial<Settings['channels'][string]>) {
      Object.assign(allowed, change);
      for (const changed of listeners) changed();
    },
    texts: () => channel.sent.map(({ text }) => text),
    /** The host as it is after a kill at this instant, started again. */
    async killed(again: readonly ScriptedCall[]) {
      const copy = copyOf(store);
      jobs.stop();
      void engine.stop();
      await settle();
      return startChannels(again, { store: copy, clock });
    },
  };
}
