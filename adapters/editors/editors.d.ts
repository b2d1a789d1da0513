/** An editor: its name, its programs, and its arguments for a file at a line. */
export interface Editor {
    readonly title: string;
    /** Names of the program, without an extension. */
    readonly programs: readonly string[];
    toArguments(file: string, line: number): readonly string[];
}
/** Known editors. Without a setting, the first one that is installed is used. */
export declare const EDITORS: readonly Editor[];
