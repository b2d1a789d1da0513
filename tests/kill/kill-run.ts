// The kill test. A host is started repeatedly on one home folder. Each time, its data is compared with everything acknowledged
// so far, a part of the workload runs, and the host is killed with SIGKILL at a planned moment. The next start follows at once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { defined } from '#contract/types/defined.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { HOST_ENTRY, startRunningHost, type RunningHost } from '#tests/support/running-host.ts';
import { checkRepository } from './check-repository.ts';
import { checkAfterRestart, type Findings } from './checks.ts';
import { connectTo } from './connect.ts';
import type { Day } from './day.ts';
import { effectsIn, runWorkload } from './scenario.ts';
import { openKillEngine, type KillEngine } from './kill-engine.ts';
import { DiskProbe } from './disk-probe.ts';
import type { KillReport } from './kill-report.ts';
import { armKill, planKill, possibleTriggers, type Trigger } from './kill-plan.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createRandom, type Random } from './random.ts';
import { listDescendants } from './list-descendants.ts';
import { finishCheckouts } from './checkouts.ts';
import { createRepository, type RepositoryLedger } from './repository-ledger.ts';
import { startScriptedModel } from './scripted-model.ts';
import { abandonUpload, ageUploads, checkUploads, finishUploads } from './uploads.ts';
import { BOXED_AGENT, type Workspaces } from './workspaces.ts';

/** Options of the kill test. */
export interface KillRunOptions {
  readonly points: number;
  readonly seed: number;
  /** Events that the kills follow, in turn. Default: all. */
  readonly triggers?: readonly Trigger[];
  /** Entry file of the host. Default: the built one. */
  readonly entry?: string;
  report?(line: string): void;
}

/** Stop after this many findings. */
const GIVE_UP_AT = 20;
/** The check at the end compares everything again. */
const LAST_CHECK = 'last';
const CONFIGURATION = {
  agents: { defaults: { model: 'anthropic/claude-sonnet-4-5', approvalMode: 'ask' } },
  limits: { concurrentRuns: 64 },
};

/** Runs all kills on one home folder. */
export async function runKillTest(options: KillRunOptions): Promise<KillReport> {
  const base = mkdtempSync(join(tmpdir(), 'gatehouse-kill-'));
  const engine = await openKillEngine();
  if (typeof engine === 'string') options.report?.(`Without containers: ${engine}`);
  const run = new KillRun(options, base, engine);
  try {
    return await run.all();
  } finally {
    await run.dispose();
    if (typeof engine !== 'string') await engine.stop();
    rmSync(base, { recursive: true, force: true });
  }
}

class KillRun {
  readonly #options: KillRunOptions;
  readonly #home: string;
  readonly #workspaces: Workspaces;
  readonly #engine: KillEngine | string;
  readonly #repository: RepositoryLedger;
  readonly #disk: DiskProbe;
  readonly #ledger: Ledger = createLedger();
  readonly #findings: Findings = { lost: [], twice: [], stuck: [] };
  readonly #startDelayMs: number[] = [];
  readonly #readyMs: number[] = [];
  readonly #byTrigger: Record<string, number> = {};
  #hits = 0;
  readonly #reported = new Set<string>();
  #hit: (trigger: Trigger) => void = () => undefined;
  #model: Awaited<ReturnType<typeof startScriptedModel>> | undefined;
  #host: RunningHost | undefined;
  /** The host that was started after the last kill; undefined if that failed. */
  #next: Promise<RunningHost | undefined> | undefined;
  #killedAt: number | undefined;
  /** Sessions of the previous part, which are compared completely and probed. */
  #recent: readonly string[] = [];

  constructor(options: KillRunOptions, base: string, engine: KillEngine | string) {
    this.#options = options;
    this.#engine = engine;
    this.#home = join(base, 'home');
    this.#repository = createRepository(join(base, 'garden'));
    this.#disk = new DiskProbe(join(base, 'probe'));
    const agents = typeof engine === 'string' ? ['main'] : ['main', BOXED_AGENT];
    this.#workspaces = new Map(agents.map((agent) => [agent, join(base, `workspace-${agent}`)]));
    for (const folder of this.#workspaces.values()) mkdirSync(folder);
    mkdirSync(this.#home, { mode: 0o700 });
    writeFileSync(join(this.#home, 'gatehouse.json5'), JSON.stringify(this.#configuration(), null, 2), { mode: 0o600 });
  }

  #configuration() {
    const entries = [...this.#workspaces].map(([agent, workspace]) => {
      const machine = agent === BOXED_AGENT ? { machine: 'docker' } : {};
      return [agent, { workspace, ...machine }] as const;
    });
    return {
      ...CONFIGURATION,
      agents: { ...CONFIGURATION.agents, entries: Object.fromEntries(entries) },
      workspaces: { trusted: [...this.#workspaces.values(), this.#repository.folder] },
      ...(typeof this.#engine === 'string' ? {} : { machines: this.#engine.machines }),
    };
  }

  async all(): Promise<KillReport> {
    const asked = (effect: string): void =>
      void this.#ledger.asked.set(effect, (this.#ledger.asked.get(effect) ?? 0) + 1);
    const requested = (): void => this.#hit('model asked');
    this.#model = await startScriptedModel({ asked, requested, edits: this.#repository.edits });
    for (let index = 0; index < this.#options.points; index += 1) {
      const startedAt = performance.now();
      const trigger = await this.#life(index);
      this.#reportProgress(index + 1, `${trigger}, ${Math.round(performance.now() - startedAt)} ms`);
      if (this.#findingCount() > GIVE_UP_AT) break;
    }
    const client = await this.#restart();
    await this.#checkWith(client, 'end', this.#recent);
    await finishCheckouts(this.#day(client, 'after', createRandom(this.#options.seed)), this.#repository);
    client.stop();
    await this.#check(LAST_CHECK, [...this.#ledger.sessions.keys()].slice(-20));
    await finishUploads(this.#ledger, this.#requireHost());
    await this.#expireUpload();
    await this.#host?.stop();
    if (typeof this.#engine !== 'string')
      this.#findings.stuck.push(...(await this.#engine.findLeft(this.#workspaces.get(BOXED_AGENT) ?? '')));
    return this.#result();
  }

  /** An upload that nobody continued is gone after its time. */
  async #expireUpload(): Promise<void> {
    const [session = ''] = [...this.#ledger.sessions.keys()].slice(-1);
    await abandonUpload(this.#requireHost(), session);
    await this.#host?.stop();
    if (ageUploads(this.#home) === 0) this.#findings.lost.push('an upload that was just started');
    await this.#restart();
    const left = () => readdirSync(join(this.#home, 'uploads'));
    await waitUntil('the end of an old upload', () => left().length === 0).catch(() =>
      this.#findings.stuck.push(`uploads beyond their time: ${left().join(', ')}`),
    );
  }

  #reportProgress(done: number, what: string): void {
    const { lost, twice, stuck } = this.#findings;
    this.#options.report?.(
      `${done}/${this.#options.points} kills (${what}): ${lost.length} lost, ${twice.length} twice, ${stuck.length} stuck`,
    );
    for (const finding of [...lost, ...twice, ...stuck].filter((one) => !this.#reported.has(one))) {
      this.#reported.add(finding);
      this.#options.report?.(`  ${finding}`);
    }
  }

  #findingCount(): number {
    const { lost, twice, stuck } = this.#findings;
    return lost.length + twice.length + stuck.length;
  }

  async dispose(): Promise<void> {
    await this.#host?.kill();
    await (await this.#next)?.kill();
    await this.#model?.close();
    await this.#disk.stop();
  }

  async #life(index: number): Promise<Trigger> {
    const random = createRandom(this.#options.seed * 1000 + index);
    const possible = possibleTriggers(typeof this.#engine !== 'string');
    const plan = planKill(index, random, this.#options.triggers ?? possible);
    this.#byTrigger[plan.trigger] = (this.#byTrigger[plan.trigger] ?? 0) + 1;
    if (plan.trigger === 'starting') {
      await this.#killWhileStarting(plan.thenMs);
      return plan.trigger;
    }
    const client = await this.#restart();
    await this.#checkWith(client, `life${index}`, this.#recent);
    const name = `d${index}`;
    const earlier = this.#recent[random.integer(4)];
    const kill = armKill(plan);
    const stop = new AbortController();
    this.#hit = kill.hit;
    const { trigger } = plan;
    const day = runWorkload({
      ...this.#day(client, name, random),
      ...defined({ earlier }),
      trigger,
      signal: stop.signal,
      hit: kill.hit,
    });
    const isHit = await Promise.race([kill.moment, day]);
    if (isHit === true || plan.trigger === 'stopping') this.#hits += 1;
    this.#hit = () => undefined;
    this.#ledger.killedAt = performance.now();
    this.#ledger.stalledMs = this.#disk.longestMs();
    const killed =
      plan.trigger === 'stopping' ? this.#killWhileStopping(plan.thenMs) : this.#kill(this.#killer(random));
    stop.abort(new Error('killed'));
    client.stop();
    await Promise.all([killed, day]);
    this.#host = undefined;
    this.#recent = [...this.#ledger.sessions.keys()].filter((key) => key.includes(`:${name}-`) || key === earlier);
    return plan.trigger;
  }

  /** A part of the workload that no kill ends. */
  #day(client: GatewayClient, name: string, random: Random): Day {
    return {
      client,
      ledger: this.#ledger,
      workspaces: this.#workspaces,
      repository: this.#repository,
      host: this.#requireHost(),
      random,
      name,
      trigger: 'time',
      signal: new AbortController().signal,
      hit: () => undefined,
    };
  }

  /** Kills the host and starts the next one at once, before anyone has noticed the end of the first. */
  async #kill(kill = () => this.#host?.kill()): Promise<void> {
    const gone = kill();
    this.#killedAt = performance.now();
    this.#next = this.#start();
    this.#startDelayMs.push(performance.now() - this.#killedAt);
    if (typeof this.#engine !== 'string') await this.#engine.noteRunning();
    await gone;
  }

  /** Every other kill ends the programs that the host has started, too, as the end of a service or of the computer does. */
  #killer(random: Random): () => Promise<void> {
    const { pid, kill } = this.#requireHost();
    const isForAll = random.chance(0.5);
    return () => {
      const others = isForAll ? listDescendants(pid) : [];
      const killed = kill();
      for (const other of others) endProcess(other);
      return killed;
    };
  }

  #requireHost(): RunningHost {
    if (this.#host === undefined) throw new Error('no host is running');
    return this.#host;
  }

  /** Kills the host during a regular shutdown. */
  async #killWhileStopping(afterMs: number): Promise<void> {
    const stopped = this.#host?.stop();
    await Promise.race([delay(afterMs), stopped]);
    await this.#kill();
  }

  async #killWhileStarting(afterMs: number): Promise<void> {
    // The one that is running now is in the way.
    await (await this.#next)?.kill();
    const child = spawn(
      process.execPath,
      [this.#options.entry ?? HOST_ENTRY, 'start', '--json', '--port', '0', '--home', this.#home],
      { env: { HOME: this.#home, PATH: process.env['PATH'], ...this.#environment() }, stdio: 'ignore' },
    );
    const gone = once(child, 'exit');
    await delay(afterMs);
    this.#hits += 1;
    await this.#kill(async () => {
      child.kill('SIGKILL');
      await gone;
    });
  }

  /** Starts a host. A failure is a finding; the next restart tries again. */
  async #start(): Promise<RunningHost | undefined> {
    const { entry } = this.#options;
    try {
      return await startRunningHost({ home: this.#home, env: this.#environment(), ...defined({ entry }) });
    } catch (error) {
      this.#findings.stuck.push(`the start right after a kill failed: ${errorMessage(error)}`);
      return undefined;
    }
  }

  /** Connects to the host that was started after the last kill, or to a new one. */
  async #restart() {
    const killedAt = this.#killedAt;
    this.#host = (await this.#next) ?? (await this.#start());
    this.#next = undefined;
    this.#killedAt = undefined;
    if (this.#host === undefined) throw new Error(this.#findings.stuck.join('\n'));
    const client = await connectTo(this.#host.origin, this.#host.token);
    await client.request('health', {});
    if (killedAt !== undefined) this.#readyMs.push(performance.now() - killedAt);
    return client;
  }

  async #check(name: string, sessions: readonly string[]): Promise<void> {
    if (this.#host === undefined) return;
    const client = await connectTo(this.#host.origin, this.#host.token);
    await this.#checkWith(client, name, sessions);
    client.stop();
  }

  async #checkWith(
    client: Awaited<ReturnType<typeof connectTo>>,
    name: string,
    sessions: readonly string[],
  ): Promise<void> {
    if (typeof this.#engine !== 'string') this.#findings.stuck.push(...(await this.#engine.findStray()));
    await checkAfterRestart(
      { client, ledger: this.#ledger, workspaces: this.#workspaces, sessions, name },
      this.#findings,
    );
    await checkUploads(this.#ledger, this.#requireHost(), this.#findings.lost);
    const workspaces = [...this.#workspaces.values()];
    const isComplete = name === LAST_CHECK;
    const scope = { client, repository: this.#repository, home: this.#home, workspaces, isComplete };
    await checkRepository(scope, this.#findings);
  }

  #environment(): Record<string, string> {
    const engine = typeof this.#engine === 'string' ? {} : this.#engine.environment;
    return { ANTHROPIC_API_KEY: 'test-key', ANTHROPIC_BASE_URL: this.#model?.url ?? '', ...engine };
  }

  #result(): KillReport {
    const { sessions, answers, files, asked } = this.#ledger;
    const all = [...sessions.values()];
    const counts = {
      messages: all.reduce((sum, session) => sum + session.messages.size, 0),
      events: all.reduce((sum, session) => sum + session.seen.size, 0),
      answers: answers.size,
      resumed: this.#ledger.resumed,
      files: files.size,
      uploads: this.#ledger.uploaded,
      worktrees: this.#repository.counts,
      settings: all.filter((session) => session.title.acknowledged !== undefined).length + 2,
      effects: effectsIn(this.#workspaces.values()).size,
      sessions: sessions.size,
      inContainers: effectsIn([this.#workspaces.get(BOXED_AGENT) ?? '']).size,
      orphaned: typeof this.#engine === 'string' ? 0 : this.#engine.orphaned(),
    };
    for (const [effect, count] of asked)
      if (count > 1)
        this.#options.report?.(`note: the model was asked ${count} times and answered with ${effect} each time`);
    return {
      points: this.#options.points,
      seed: this.#options.seed,
      byTrigger: this.#byTrigger,
      hits: this.#hits,
      counts,
      startDelayMs: this.#startDelayMs,
      readyMs: this.#readyMs,
      ...this.#findings,
      ...(typeof this.#engine === 'string' ? { withoutContainers: this.#engine } : {}),
    };
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
