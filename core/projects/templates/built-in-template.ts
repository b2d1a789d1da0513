// Declares a template that ships with Gatehouse.
import type { ReadyTemplate } from '../template.ts';

/** A project that its files are for. */
interface NewProject {
  readonly id: string;
  readonly name: string;
}

interface BuiltInTemplate extends Omit<ReadyTemplate, 'files' | 'toFiles'> {
  /** Texts of its files by path. */
  readonly contents: (project: NewProject) => Readonly<Record<string, string>>;
}

const SAMPLE: NewProject = { id: 'project', name: 'Project' };

/** Type-checks a template. */
export function defineTemplate({ contents, ...template }: BuiltInTemplate): ReadyTemplate {
  return {
    ...template,
    files: Object.keys(contents(SAMPLE)),
    toFiles: (project) => Object.entries(contents(project)).map(([path, content]) => ({ path, content })),
  };
}

/** A JSON file. */
export function toJsonFile(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
