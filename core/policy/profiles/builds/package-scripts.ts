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
  ...profiles('npm', 'test t tst start run run-script', NPM),
  ...profiles('yarn', 'test start run build lint typecheck', YARN),
  ...profiles('pnpm', 'test t start run run-script build lint typecheck', PNPM),
];
