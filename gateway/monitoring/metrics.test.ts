// Proves: OB-3
import { describe, expect, it } from 'vitest';
import { Metrics } from './metrics.ts';

describe('metrics', () => {
  it('count requests by method and code', () => {
    const metrics = new Metrics();
    metrics.request('socket', 'health', 'OK', 2);
    metrics.request('socket', 'health', 'OK', 2);
    metrics.request('socket', 'config.get', 'FORBIDDEN', 1);
    const lines = metrics.text({}).split('\n');
    expect(lines).toContain('gatehouse_socket_requests_total{method="health",code="OK"} 2');
    expect(lines).toContain('gatehouse_socket_requests_total{method="config.get",code="FORBIDDEN"} 1');
  });

  it('list the most frequent requests and errors', () => {
    const metrics = new Metrics();
    metrics.request('socket', 'config.get', 'FORBIDDEN', 1);
    for (const _ of [1, 2]) metrics.request('socket', 'health', 'OK', 1);
    metrics.request('http', '/v1/models', '401', 1);
    metrics.request('http', '/v1/models', '200', 1);
    metrics.request('http', '/v1/models', '200', 1);
    expect(metrics.traffic()).toEqual({
      requests: 6,
      errors: 2,
      byName: [
        { transport: 'http', name: '/v1/models', count: 3, errors: 1 },
        { transport: 'socket', name: 'health', count: 2, errors: 0 },
        { transport: 'socket', name: 'config.get', count: 1, errors: 1 },
      ],
      byCode: [
        { code: 'FORBIDDEN', count: 1 },
        { code: '401', count: 1 },
      ],
    });
  });

  it('count each latency in its bucket and all larger ones', () => {
    const metrics = new Metrics();
    metrics.request('http', '/v1/models', '200', 4);
    metrics.request('http', '/v1/models', '200', 400_000);
    const lines = metrics.text({}).split('\n');
    expect(lines).toContain('gatehouse_request_duration_seconds_bucket{transport="http",le="0.0025"} 0');
    expect(lines).toContain('gatehouse_request_duration_seconds_bucket{transport="http",le="0.005"} 1');
    expect(lines).toContain('gatehouse_request_duration_seconds_bucket{transport="http",le="60"} 1');
    expect(lines).toContain('gatehouse_request_duration_seconds_bucket{transport="http",le="+Inf"} 2');
    expect(lines).toContain('gatehouse_request_duration_seconds_count{transport="http"} 2');
  });

  it('escape label values and include gauges', () => {
    const metrics = new Metrics();
    metrics.add('x_total', { name: 'a"b\\c\nd' });
    expect(metrics.text({ up: 1 })).toBe(
      '# TYPE up gauge\nup 1\n# TYPE x_total counter\nx_total{name="a\\"b\\\\c\\nd"} 1\n',
    );
  });
});
