// Metrics for Prometheus.
import { processMemory } from '../monitoring/process-memory.ts';
import { defineRoute, READ_VERBS, sendText } from './route.ts';

/** Counters and gauges in the Prometheus text format. */
export const METRICS_ROUTE = defineRoute({
  paths: ['/metrics'],
  verbs: READ_VERBS,
  scope: 'operator.read',
  handle({ core, request, response }) {
    const { services } = core;
    const { rss, heapUsed } = processMemory();
    const cpu = process.cpuUsage();
    const text = core.metrics.text({
      gatehouse_connections: [...core.connections()].length,
      gatehouse_active_runs: services.engine.runs.active().length,
      gatehouse_queued_runs: services.engine.queuedRuns.status().runs.length,
      process_resident_memory_bytes: rss,
      process_heap_used_bytes: heapUsed,
      process_cpu_seconds: (cpu.user + cpu.system) / 1e6,
      process_start_time_seconds: services.identity.startedAt / 1000,
    });
    sendText(response, 200, request.method === 'HEAD' ? '' : text, 'text/plain; version=0.0.4; charset=utf-8');
  },
});
