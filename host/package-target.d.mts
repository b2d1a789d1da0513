/** This machine, such as `linux-x64-glibc` or `darwin-arm64`. */
export function currentTarget(): string;

/** Why a package for `target` can't run on `machine`, or undefined if it can. */
export function describeForeignTarget(target: string, machine: string): string | undefined;
