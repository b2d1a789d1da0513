// When updates are checked, downloaded, and installed, and what the outbound ledger says about it.
// Proves: PK-2
import { describe, expect, it, vi } from 'vitest';
import type { OutboundCaller } from '#contract/types/outbound.ts';
import type { Destination } from '../ports/outbound-ledger.ts';
import type { UpdateDriver } from '../ports/update-driver.ts';
import type { EngineNotice } from '../engine/notices.ts';
import { Updates, type UpdateParts } from './updates.ts';

const SERVER = 'updates.example.org';

interface Options {
  readonly check?: boolean;
  readonly howTo?: string;
  readonly found?: string | null;
  readonly blocked?: boolean;
}

function start({ check = false, howTo, found = '2.0.0', blocked = false }: Options = {}) {
  const updates = { check, channel: 'stable' as 'stable' | 'beta' };
  const contacts: string[] = [];
  const timers: { readonly ms: number; readonly run: () => void }[] = [];
  const engineListeners: ((notice: EngineNotice) => void)[] = [];
  const configListeners: ((paths: readonly string[]) => void)[] = [];
  const active: string[] = [];
  const happened: string[] = [];
  const driver: UpdateDriver = {
    server: SERVER,
    async check(channel, report) {
      report(new URL(`https://${SERVER}/${channel}.yml`));
      if (found === null) return undefined;
      return { version: found, notes: 'Better.' };
    },
    async download({ request, progress }) {
      request(new URL('https://files.example.org:8443/app'));
      progress({ percent: 50, received: 500 });
      progress({ percent: 100, received: 1000 });
    },
    restart: () => happened.push('restart'),
    installOnQuit: (enabled) => happened.push(enabled ? 'install on quit' : 'nothing on quit'),
    kept: async () => [],
  };
  const parts = {
    source: howTo === undefined ? driver : { howTo },
    version: '1.0.0',
    config: {
      settings: () => ({ updates }) as ReturnType<UpdateParts['config']['settings']>, // The section that is read.
      onChange: (listener: (paths: readonly string[]) => void) => (configListeners.push(listener), () => undefined),
    },
    engine: {
      runs: { active: () => active },
      onNotice: (listener: (notice: EngineNotice) => void) => (engineListeners.push(listener), () => undefined),
    },
    ledger: {
      open(caller: OutboundCaller, { host, port }: Destination) {
        contacts.push(`${caller.kind} ${caller.name}: ${host}:${port}`);
        if (blocked) throw new Error(`Connections to ${host} are blocked.`);
        return () => undefined;
      },
      refuse: () => undefined,
      recordUntracked: () => undefined,
    },
    clock: {
      now: () => 5,
      monotonic: () => 5,
      after(ms: number, run: () => void) {
        const timer = { ms, run };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
    },
    log: { part: () => parts.log, debug() {}, info() {}, warn() {}, error() {} },
  } as unknown as UpdateParts; // The parts of the engine and the log that updates use.
  return {
    updates: new Updates(parts),
    contacts,
    timers,
    happened,
    active,
    endRun: () => {
      active.length = 0;
      for (const tell of engineListeners) tell({ kind: 'event', event: { type: 'run.ended' } } as EngineNotice); // What is read.
      timers.splice(0).forEach(({ run }) => run());
    },
    configure: (changes: Partial<typeof updates>) => {
      Object.assign(updates, changes);
      for (const tell of configListeners) tell(['updates.check']);
    },
  };
}

describe('updates', () => {
  it('contacts nobody unless the setting is on or a person asks', async () => {
    const { updates, contacts, timers } = start();
    expect(timers).toEqual([]);
    expect(contacts).toEqual([]);
    await updates.check();
    expect(contacts).toEqual([`gateway updates: ${SERVER}:443`, 'gateway updates: files.example.org:8443']);
  });

  it('checks after the start and every six hours while the setting is on', async () => {
    const { updates, timers, contacts, configure } = start({ check: true, found: null });
    expect(timers.map(({ ms }) => ms)).toEqual([60_000]);
    timers[0]?.run();
    await vi.waitFor(() => expect(updates.state().checkedAt).toBe(5));
    expect(contacts).toHaveLength(1);
    expect(timers.map(({ ms }) => ms)).toContain(6 * 60 * 60_000);
    configure({ check: false });
    expect(timers.filter(({ ms }) => ms === 6 * 60 * 60_000)).toEqual([]);
  });

  it('downloads what it finds, and installs it when the app quits', async () => {
    const { updates, happened } = start();
    const phases: string[] = [];
    updates.onChange(() => phases.push(updates.state().phase));
    const state = await updates.check();
    expect(state).toMatchObject({ phase: 'ready', version: '2.0.0', notes: 'Better.', installs: 'quit', percent: 100 });
    expect([...new Set(phases)]).toEqual(['checking', 'downloading', 'ready']);
    expect(happened).toEqual(['install on quit']);
  });

  it('waits for the last run to end before it restarts when idle', async () => {
    const { updates, happened, active, endRun } = start();
    await updates.check();
    active.push('agent:main:one');
    updates.install('idle');
    expect(happened).not.toContain('restart');
    expect(updates.state()).toMatchObject({ phase: 'ready', installs: 'idle' });
    endRun();
    expect(happened.filter((what) => what === 'restart')).toHaveLength(1);
    expect(updates.state().phase).toBe('installing');
  });

  it('restarts immediately on request, also while an agent works', async () => {
    const { updates, happened, active } = start();
    await updates.check();
    active.push('agent:main:one');
    updates.install('now');
    expect(happened).toContain('restart');
  });

  it('forgets what another channel offered', async () => {
    const { updates, happened, configure } = start();
    await updates.check();
    configure({ channel: 'beta' });
    expect(updates.state()).toMatchObject({ phase: 'idle', channel: 'beta' });
    expect(updates.state().version).toBeUndefined();
    expect(happened.at(-1)).toBe('nothing on quit');
  });

  it('reports a blocked server and keeps working', async () => {
    const { updates } = start({ blocked: true });
    expect(await updates.check()).toMatchObject({ phase: 'idle', problem: `Connections to ${SERVER} are blocked.` });
    expect(() => updates.install('now')).toThrow('There is no downloaded update');
  });

  it('says how to update an installation that cannot update itself', async () => {
    const { updates, timers } = start({ howTo: 'Install the package.', check: true });
    expect(updates.state()).toMatchObject({ phase: 'unavailable', howTo: 'Install the package.' });
    expect(timers).toEqual([]);
    await expect(updates.check()).rejects.toThrow('Install the package.');
  });
});
