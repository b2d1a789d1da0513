// Updates in OpenClaw's form.
import type { UpdateState } from '#contract/types/updates.ts';

/** A version that was found, or null. */
export function toAvailable({ version: latestVersion, currentVersion, channel }: UpdateState) {
  return latestVersion === undefined ? null : { currentVersion, latestVersion, channel };
}
