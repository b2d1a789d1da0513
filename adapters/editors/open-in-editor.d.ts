import type { OpenInEditor } from '#core/ports/editor.ts';
type Environment = Readonly<Record<string, string | undefined>>;
/** `setting` is the configured program, if there is one. */
export declare function createOpenInEditor(environment: Environment, setting: () => string | undefined): OpenInEditor;
export {};
