// `npm run check`: the checks that must pass before every commit.
import { runTool } from './run-tool.ts';
import { runStaticChecks } from './static-checks.ts';

const failed = await runStaticChecks();
const unit = await runTool('vitest/vitest.mjs', ['run', '--project', 'unit', '--reporter=dot'], { inherit: true });
process.exitCode = failed.length > 0 || unit.code !== 0 ? 1 : 0;
