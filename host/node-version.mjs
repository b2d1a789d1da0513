// The Node versions that Gatehouse runs on. Plain JavaScript, so that a Node too old for TypeScript can load it.

const MINIMUM_MAJOR = 24;

/** The first release of each line with the fixes of the security release of 2026-10-21. */
const FIRST_FIXED = new Map([
  [24, '24.22.1'],
  [26, '26.12.1'],
]);
const NEWEST_LINE = 26;

/** Why Gatehouse can't run on a Node version, or undefined if it can. */
export function describeUnsupportedNode(version) {
  if (majorOf(version) >= MINIMUM_MAJOR) return undefined;
  return `Gatehouse requires Node ${FIRST_FIXED.get(MINIMUM_MAJOR)} or later; this is Node ${version}.`;
}

/** A warning about a Node version that lacks security fixes, or undefined if it has them. */
export function describeVulnerableNode(version) {
  const major = majorOf(version);
  if (major > NEWEST_LINE) return undefined;
  const fixed = FIRST_FIXED.get(major);
  if (fixed !== undefined && isAtLeast(version, fixed)) return undefined;
  return `Node ${version} has known security vulnerabilities. Upgrade to Node ${[...FIRST_FIXED.values()].join(', ')}, or later.`;
}

/** Compares numbers. `localeCompare` could do that, too, but loads data for 10 ms, and each start needs it. */
function isAtLeast(version, other) {
  const [given, needed] = [version, other].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)));
  const at = given.findIndex((part, index) => part !== needed[index]);
  return at === -1 || given[at] > needed[at];
}

function majorOf(version) {
  return Number(version.split('.')[0]);
}
