// The marker of a command's processes.

/** Name of the environment variable with the marker. */
export const MARKER_NAME = 'GATEHOUSE_COMMAND';
