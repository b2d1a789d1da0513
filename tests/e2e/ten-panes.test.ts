// Ten sessions that stream at once into ten panes, in short and without a clock: `npm run bench -- --chromium` measures.
// Proves: CH-1, PP-1
import { expect, it } from 'vitest';

import { playTenPanes } from '#tests/performance/chromium/ten-panes.ts';

import { describeInBrowser } from './stage.ts';

describeInBrowser('ten streaming panes', () => {
  it('show every character without freezing the page', async () => {
    const result = await playTenPanes({ panes: 10, history: 20, seconds: 3 });
    expect(result.incomplete).toEqual([]);
    expect(result.complaints).toEqual([]);
    // Far below what is promised: this machine may be busy with other tests.
    expect(result.frames.length).toBeGreaterThan(10);
    expect(result.heapGrowthMb).toBeLessThan(50);
    expect(result.closedHeapMb.after / result.closedHeapMb.before, 'after closing all panes').toBeLessThan(1.1);
  });
});
