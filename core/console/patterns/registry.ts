// All error patterns. The first one that matches a line decides, so specific ones come first.
import type { ErrorPattern } from './error-pattern.ts';
import { BROWSER_ERRORS } from './browser.ts';
import { GO_ERRORS } from './go.ts';
import { JAVA_ERRORS } from './java.ts';
import { NODE_ERRORS } from './node.ts';
import { PACKAGE_ERRORS } from './npm.ts';
import { PYTHON_ERRORS } from './python.ts';
import { RUST_ERRORS } from './rust.ts';
import { SYSTEM_ERRORS } from './system.ts';
import { TEST_ERRORS } from './test-runners.ts';
import { TYPESCRIPT_ERRORS } from './typescript.ts';

/** The patterns in order. A new ecosystem is a file here and a line below. */
export const ERROR_PATTERNS: readonly ErrorPattern[] = [
  ...BROWSER_ERRORS,
  ...SYSTEM_ERRORS,
  ...TYPESCRIPT_ERRORS,
  ...PYTHON_ERRORS,
  ...TEST_ERRORS,
  ...JAVA_ERRORS,
  ...GO_ERRORS,
  ...NODE_ERRORS,
  ...PACKAGE_ERRORS,
  ...RUST_ERRORS,
];
