// Stops with a sentence when the Node at hand is too old. Plain JavaScript, so that any Node can run it.
const WANTED_MAJOR = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < WANTED_MAJOR) {
  console.error(
    `Gatehouse needs Node ${WANTED_MAJOR} or newer, and this is ${process.versions.node}. ` +
      'On Linux and Windows `npm ci` brings it along (an optional package, which may have failed to download): run `npm ci` again. ' +
      'On macOS install Node 24 first.',
  );
  process.exit(1);
}
