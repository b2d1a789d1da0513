// Declared apart from the tests, because scripts/attacks.ts reads it outside of Vitest.
/** Name of the check that every entry point gets in addition to its attacks. */
export const LOG_CHECK = 'logs no secret and no unexpected error';
