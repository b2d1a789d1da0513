// Samples of one source: a few minutes in detail, a day by the minute. The memory that they take is bounded.
import type { ResourceSample } from '#contract/types/resources.ts';

/** Samples kept in detail: 15 minutes of one every 5 seconds. */
const DETAILED = 180;
/** Minutes kept. */
const MINUTES = 24 * 60;
const MINUTE_MS = 60_000;
/** Most samples in a response. */
const MAX_POINTS = 240;

/** The samples of a source. */
export class SampleRing {
  #detailed: readonly ResourceSample[] = [];
  readonly #minutes: ResourceSample[] = [];

  add(sample: ResourceSample): void {
    this.#detailed = [...this.#detailed.slice(1 - DETAILED), sample];
    const [at] = this.#minutes.at(-1) ?? [Number.NEGATIVE_INFINITY];
    if (sample[0] - at < MINUTE_MS) return;
    this.#minutes.push(sample);
    if (this.#minutes.length > MINUTES) this.#minutes.shift();
  }

  /** The time of the latest sample. */
  latest(): number | undefined {
    return this.#detailed.at(-1)?.[0];
  }

  /** The samples from `from` on, in detail where there are any, and averaged if there are many. */
  since(from: number): readonly ResourceSample[] {
    const detailedFrom = this.#detailed[0]?.[0] ?? Number.POSITIVE_INFINITY;
    const all = [...this.#minutes.filter(([at]) => at < detailedFrom), ...this.#detailed].filter(([at]) => at >= from);
    return thin(all);
  }
}

/** Averages neighbors, so that at most {@link MAX_POINTS} samples are left. */
function thin(samples: readonly ResourceSample[]): readonly ResourceSample[] {
  const size = Math.ceil(samples.length / MAX_POINTS);
  if (size <= 1) return samples;
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, index): ResourceSample => {
    const part = samples.slice(index * size, (index + 1) * size);
    const mean = (at: 0 | 1 | 2): number => part.reduce((sum, sample) => sum + sample[at], 0) / part.length;
    return [Math.round(mean(0)), mean(1), Math.round(mean(2))];
  });
}
