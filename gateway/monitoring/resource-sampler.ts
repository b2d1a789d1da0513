// Samples the CPU and memory usage of this process and of running machines: about once a minute, and when somebody asks.
import { availableParallelism, totalmem } from 'node:os';
import type { MachineState } from '#contract/types/machines.ts';
import type { ResourcePeriod, ResourceSample, ResourceSeries, ResourceUsage } from '#contract/types/resources.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { MachineManager } from '#core/ports/machine-manager.ts';
import { processMemory } from './process-memory.ts';
import { SampleRing } from './sample-ring.ts';

/** Shortest time between two samples, however many clients ask, ms. */
const MIN_PAUSE_MS = 4_000;
/** Time between samples while nobody asks, ms. */
const IDLE_PAUSE_MS = 60_000;
/** A machine that doesn't answer in this time has no sample, ms. */
const TIMEOUT_MS = 5_000;
const PERIODS_MS: Readonly<Record<ResourcePeriod, number>> = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000 };

/** What the sampler reads. */
export interface ResourceSources {
  readonly clock: Clock;
  readonly managers: readonly Pick<MachineManager, 'list' | 'usage'>[];
  /** Processor time of this process so far, ms. */
  readonly processorMs?: () => number;
}

/** Samples of the gateway and its machines. */
export class ResourceSampler {
  readonly #sources: ResourceSources;
  readonly #gateway = new SampleRing();
  readonly #machines = new Map<string, SampleRing>();
  #processor: { readonly usedMs: number; readonly at: number };
  #sampling: Promise<void> | undefined;

  constructor(sources: ResourceSources) {
    this.#sources = sources;
    this.#processor = { usedMs: this.#usedMs(), at: sources.clock.monotonic() };
  }

  /** Called regularly by the gateway. */
  tick(): void {
    if (this.#age() >= IDLE_PAUSE_MS) void this.#sample();
  }

  /** The samples of a period, with one from now. */
  async read(period: ResourcePeriod = '15m'): Promise<ResourceUsage> {
    if (this.#age() >= MIN_PAUSE_MS) await this.#sample();
    const now = this.#sources.clock.now();
    const from = now - PERIODS_MS[period];
    const machines = this.#list().map(({ machine }): ResourceSeries => {
      const { id, workspace, agentId, limits } = machine;
      const { memoryBytes, cpus } = limits;
      const samples = this.#machines.get(id)?.since(from) ?? [];
      return { id, workspace, agentId, limits: { memoryBytes, cpus }, samples };
    });
    return {
      now,
      cpuCount: availableParallelism(),
      memoryBytes: totalmem(),
      series: [{ id: 'gateway', samples: this.#gateway.since(from) }, ...machines],
    };
  }

  #age(): number {
    return this.#sources.clock.now() - (this.#gateway.latest() ?? Number.NEGATIVE_INFINITY);
  }

  /** One sample of everything; calls in the meantime wait for the same one. */
  #sample(): Promise<void> {
    this.#sampling ??= this.#take().finally(() => {
      this.#sampling = undefined;
    });
    return this.#sampling;
  }

  async #take(): Promise<void> {
    this.#gateway.add(this.#ownSample());
    const known = this.#list();
    const ids = new Set(known.map(({ machine }) => machine.id));
    for (const id of this.#machines.keys()) if (!ids.has(id)) this.#machines.delete(id);
    await Promise.all(known.filter(({ machine }) => machine.state === 'running').map((one) => this.#takeMachine(one)));
  }

  async #takeMachine({ manager, machine: { id } }: Managed): Promise<void> {
    const { clock } = this.#sources;
    const late = new Promise<undefined>((resolve) => void clock.after(TIMEOUT_MS, () => resolve(undefined)));
    // A machine that was just stopped has no usage; the next sample shows its state.
    const usage = await Promise.race([manager.usage(id).catch(() => undefined), late]);
    if (usage === undefined) return;
    const ring = this.#machines.get(id) ?? new SampleRing();
    this.#machines.set(id, ring);
    ring.add([clock.now(), usage.cpus, usage.memoryBytes]);
  }

  #ownSample(): ResourceSample {
    const { clock } = this.#sources;
    const [usedMs, at] = [this.#usedMs(), clock.monotonic()];
    const passed = at - this.#processor.at;
    const cpus = passed > 0 ? (usedMs - this.#processor.usedMs) / passed : 0;
    this.#processor = { usedMs, at };
    return [clock.now(), cpus, processMemory().rss];
  }

  #usedMs(): number {
    if (this.#sources.processorMs !== undefined) return this.#sources.processorMs();
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  }

  #list(): readonly Managed[] {
    return this.#sources.managers.flatMap((manager) => manager.list().map((machine) => ({ manager, machine })));
  }
}

interface Managed {
  readonly manager: Pick<MachineManager, 'usage'>;
  readonly machine: MachineState;
}
