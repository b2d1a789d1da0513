/** Opens a file, an absolute path, at a line counted from 1. Resolves to the name of the editor. @throws {GatewayError} `NO_EDITOR` */
export type OpenInEditor = (file: string, line: number | undefined) => Promise<string>;
