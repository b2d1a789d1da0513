// Enables the git hooks for contributors, before checks and tests. Not npm's `prepare` script, which `npx gatehouse` would
// run, too. Does nothing outside a git checkout.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (existsSync('.git')) spawnSync('git', ['config', 'core.hooksPath', '.githooks'], { stdio: 'ignore' });
