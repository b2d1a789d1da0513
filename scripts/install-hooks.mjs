// Runs after `npm ci` (npm's `prepare`) and enables the git hooks. Does nothing outside a git checkout.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (existsSync('.git')) spawnSync('git', ['config', 'core.hooksPath', '.githooks'], { stdio: 'ignore' });
