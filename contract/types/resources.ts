// CPU and memory usage over time.

/** Periods of a chart: 15 minutes in samples of a few seconds, or up to a day in samples of a minute. */
export const RESOURCE_PERIODS = ['15m', '1h', '24h'] as const;

/** A period. */
export type ResourcePeriod = (typeof RESOURCE_PERIODS)[number];

/** Unix ms, processors in use (1 is one whole processor), bytes of memory. */
export type ResourceSample = readonly [at: number, cpus: number, memoryBytes: number];

/** The samples of the gateway or of a machine. */
export interface ResourceSeries {
  /** `gateway`, or the ID of a machine. */
  readonly id: string;
  /** Of a machine. */
  readonly workspace?: string;
  readonly agentId?: string;
  readonly limits?: { readonly memoryBytes: number; readonly cpus: number };
  /** Oldest first. Nothing is sampled while a machine is stopped. */
  readonly samples: readonly ResourceSample[];
}

/** Result of `resources.samples`. */
export interface ResourceUsage {
  /** Unix ms. */
  readonly now: number;
  /** Of this computer. */
  readonly cpuCount: number;
  readonly memoryBytes: number;
  /** The gateway first. */
  readonly series: readonly ResourceSeries[];
}
