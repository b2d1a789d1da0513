/** Enables Node's cache of compiled code for the modules that are loaded from now on, in a private folder. Never fails. */
export function useCompileCache(environment?: Readonly<Record<string, string | undefined>>): void;
