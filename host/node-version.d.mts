/** Why Gatehouse can't run on a Node version such as `22.1.0`, or undefined if it can. */
export function describeUnsupportedNode(version: string): string | undefined;
/** A warning about a Node version that lacks security fixes, or undefined if it has them. */
export function describeVulnerableNode(version: string): string | undefined;
