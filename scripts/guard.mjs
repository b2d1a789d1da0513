// Stops npm scripts if Node is too old, and warns if it is vulnerable. Plain JavaScript, so that any version can
// run it.
import { describeUnsupportedNode, describeVulnerableNode } from '#host/node-version.mjs';

const { node } = process.versions;
const unsupported = describeUnsupportedNode(node);
const vulnerable = describeVulnerableNode(node);

if (unsupported !== undefined) {
  console.error(
    `${unsupported} On Linux, \`npm ci\` installs it as an optional package; if that download failed, run \`npm ci\` again. ` +
      'On macOS and Windows, install Node first.',
  );
  process.exit(1);
}
if (vulnerable !== undefined) console.warn(`Warning: ${vulnerable}`);
