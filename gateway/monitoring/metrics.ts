// Prometheus metrics of the gateway. Labels come from our own tables only, so their number is bounded.
import type { GatewayTraffic, RequestCount } from '#contract/types/gateway.ts';
import type { EngineNotice } from '#core/engine/notices.ts';
import { ImportedRuns } from '#core/runs/imported-messages.ts';

/** Upper bounds of the latency buckets, seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/** Transport of a request. */
export type Transport = 'socket' | 'http';

interface Histogram {
  readonly counts: number[];
  sum: number;
  count: number;
}

type Labels = Readonly<Record<string, string>>;

/** The counters of one gateway; they start at 0 with the process. */
export class Metrics {
  readonly #importedRuns = new ImportedRuns();
  readonly #counters = new Map<string, Map<string, number>>();
  readonly #latency = new Map<Transport, Histogram>();
  readonly #requests = new Map<string, RequestCount>();
  readonly #errors = new Map<string, number>();

  /** Counts a request. `code` is `OK` or the error's code (socket), or the status (HTTP). */
  request(transport: Transport, name: string, code: string, ms: number): void {
    this.#tally(transport, name, code);
    this.add(`gatehouse_${transport}_requests_total`, { [transport === 'http' ? 'route' : 'method']: name, code });
    const histogram = this.#latency.get(transport) ?? { counts: BUCKETS.map(() => 0), sum: 0, count: 0 };
    this.#latency.set(transport, histogram);
    const seconds = ms / 1000;
    const bucket = BUCKETS.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1;
    histogram.sum += seconds;
    histogram.count += 1;
  }

  /** Requests so far, for display. */
  traffic(): Pick<GatewayTraffic, 'requests' | 'errors' | 'byName' | 'byCode'> {
    const byName = [...this.#requests.values()].toSorted((a, b) => b.count - a.count);
    const byCode = [...this.#errors].map(([code, count]) => ({ code, count })).toSorted((a, b) => b.count - a.count);
    const sum = (of: 'count' | 'errors') => byName.reduce((all, row) => all + row[of], 0);
    return { requests: sum('count'), errors: sum('errors'), byName, byCode };
  }

  #tally(transport: Transport, name: string, code: string): void {
    const isError = transport === 'http' ? !/^[123]/.test(code) : code !== 'OK';
    const key = `${transport} ${name}`;
    const { count, errors } = this.#requests.get(key) ?? { count: 0, errors: 0 };
    this.#requests.set(key, { transport, name, count: count + 1, errors: errors + (isError ? 1 : 0) });
    if (isError) this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1);
  }

  /** Counts runs, tokens, tool calls and approvals as they are written. */
  notice(notice: EngineNotice): void {
    if (notice.kind !== 'event' || this.#importedRuns.covers(notice.event)) return;
    const { event } = notice;
    if (event.type === 'run.started') this.add('gatehouse_runs_started_total', { provider: event.provider });
    if (event.type === 'run.ended') this.add('gatehouse_runs_ended_total', { status: event.status });
    if (event.type === 'tool.finished') this.add('gatehouse_tool_calls_total', { error: String(event.isError) });
    if (event.type === 'approval.resolved') this.add('gatehouse_approvals_total', { outcome: event.outcome });
    if (event.type !== 'message.completed' || event.usage === undefined) return;
    const { provider, model, usage } = event;
    for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite'] as const)
      this.add('gatehouse_tokens_total', { provider, model, kind }, usage[kind]);
  }

  /** Adds to a counter. */
  add(name: string, labels: Labels, by = 1): void {
    const series = this.#counters.get(name) ?? new Map<string, number>();
    this.#counters.set(name, series);
    const key = labelText(labels);
    series.set(key, (series.get(key) ?? 0) + by);
  }

  /** All counters, and the current gauges, in the Prometheus text format. */
  text(gauges: Readonly<Record<string, number>>): string {
    const lines: string[] = [];
    for (const [name, value] of Object.entries(gauges)) lines.push(`# TYPE ${name} gauge`, `${name} ${value}`);
    for (const [name, series] of this.#counters) {
      lines.push(`# TYPE ${name} counter`);
      for (const [labels, value] of series) lines.push(`${name}${labels} ${value}`);
    }
    lines.push(...this.#histogramLines());
    return `${lines.join('\n')}\n`;
  }

  #histogramLines(): readonly string[] {
    const name = 'gatehouse_request_duration_seconds';
    const lines = this.#latency.size === 0 ? [] : [`# TYPE ${name} histogram`];
    for (const [transport, { counts, sum, count }] of this.#latency) {
      let below = 0;
      for (const [index, bound] of BUCKETS.entries()) {
        below += counts[index] ?? 0;
        lines.push(`${name}_bucket${labelText({ transport, le: String(bound) })} ${below}`);
      }
      lines.push(`${name}_bucket${labelText({ transport, le: '+Inf' })} ${count}`);
      lines.push(`${name}_sum${labelText({ transport })} ${sum}`, `${name}_count${labelText({ transport })} ${count}`);
    }
    return lines;
  }
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
