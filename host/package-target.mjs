// The kind of machine that the server package is built for. Plain JavaScript, so that it can be packaged as it is.
import { readFileSync } from 'node:fs';

/** This machine, such as `linux-x64-glibc` or `darwin-arm64`. */
export function currentTarget() {
  const { platform, arch } = process;
  return platform === 'linux' ? `${platform}-${arch}-${usesMusl() ? 'musl' : 'glibc'}` : `${platform}-${arch}`;
}

/** Why a package for `target` can't run on `machine`, or undefined if it can. */
export function describeForeignTarget(target, machine) {
  if (target === machine) return undefined;
  return `this package is for ${target} and doesn't run on ${machine}`;
}

/** Whether this process uses musl's loader. A report of the process would take longer. */
function usesMusl() {
  try {
    return /\/ld-musl-[^/\s]*\.so/.test(readFileSync('/proc/self/maps', 'latin1'));
  } catch {
    return false;
  }
}
