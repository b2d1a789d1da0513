// Profiles of scripts of npm, Yarn, and pnpm.
import { defineProfile } from '../define-profile.ts';

const NPM = '-s -w=text --if-present --quiet --silent --workspace=text --workspaces';
const YARN = '-s --silent';
const PNPM = '-rsw --if-present --parallel --recursive --silent --workspace-root';
const SCRIPTS = 'scripts in package.json';

const profiles = (program: string, commands: string, options: string) =>
  commands
    .split(' ')
    .map((command) =>
      defineProfile({ command: `${program} ${command}`, effect: 'builds', operands: 'text', options, runs: SCRIPTS }),
    );

/** Run scripts of `package.json`. Arguments after `--` are those of the script. */
export const PACKAGE_SCRIPTS = [
  ...profiles('npm', 'test t tst run run-script', NPM),
  ...profiles('yarn', 'test run build lint', YARN),
  ...profiles('pnpm', 'test t run run-script', PNPM),
];
