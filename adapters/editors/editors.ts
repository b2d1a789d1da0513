// Editors with a window, and how each of them opens a file at a line.

/** An editor: its name, its programs, and its arguments for a file at a line. */
export interface Editor {
  readonly title: string;
  /** Names of the program, without an extension. */
  readonly programs: readonly string[];
  toArguments(file: string, line: number): readonly string[];
}

const byColon = (file: string, line: number) => [`${file}:${line}`];
const byOption = (file: string, line: number) => ['--line', String(line), file];
const byPlus = (file: string, line: number) => [`+${line}`, file];
const goTo = (title: string, ...programs: string[]): Editor => ({
  title,
  programs,
  toArguments: (file, line) => ['--goto', `${file}:${line}`],
});

/** Known editors. Without a setting, the first one that is installed is used. */
export const EDITORS: readonly Editor[] = [
  goTo('Visual Studio Code', 'code', 'code-insiders'),
  goTo('Cursor', 'cursor'),
  goTo('Windsurf', 'windsurf'),
  goTo('VSCodium', 'codium', 'vscodium'),
  { title: 'Zed', programs: ['zed', 'zeditor'], toArguments: byColon },
  { title: 'Sublime Text', programs: ['subl', 'sublime_text'], toArguments: byColon },
  {
    title: 'JetBrains',
    programs: ['idea', 'webstorm', 'pycharm', 'goland', 'clion', 'rider', 'phpstorm', 'rubymine', 'rustrover'],
    toArguments: byOption,
  },
  { title: 'TextMate', programs: ['mate'], toArguments: byOption },
  { title: 'Kate', programs: ['kate'], toArguments: byOption },
  { title: 'gedit', programs: ['gedit', 'gnome-text-editor'], toArguments: byPlus },
  { title: 'Emacs', programs: ['emacsclient'], toArguments: (file, line) => ['--no-wait', `+${line}`, file] },
];
