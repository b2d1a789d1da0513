// Every profile, by the words that start its commands.
import { CARGO } from './builds/cargo.ts';
import { DOCKER_PS } from './builds/docker.ts';
import { GO } from './builds/go.ts';
import { MAKE } from './builds/make.ts';
import { NODE } from './builds/node.ts';
import { PACKAGE_SCRIPTS } from './builds/package-scripts.ts';
import { PYTEST } from './builds/pytest.ts';
import type { Profile } from './define-profile.ts';
import { CAT } from './files/cat.ts';
import { CHECKSUMS, CKSUM } from './files/checksums.ts';
import { CMP } from './files/cmp.ts';
import { DIFF } from './files/diff.ts';
import { DU } from './files/du.ts';
import { FILE } from './files/file.ts';
import { FIND } from './files/find.ts';
import { GREP } from './files/grep.ts';
import { HEAD } from './files/head.ts';
import { LS } from './files/ls.ts';
import { NL } from './files/nl.ts';
import { READLINK, REALPATH } from './files/realpath.ts';
import { RG } from './files/rg.ts';
import { STAT } from './files/stat.ts';
import { TAIL } from './files/tail.ts';
import { TAR } from './files/tar.ts';
import { TREE } from './files/tree.ts';
import { WC } from './files/wc.ts';
import { GIT_BLAME } from './git/git-blame.ts';
import { GIT_BRANCH, GIT_TAG } from './git/git-branch.ts';
import { GIT_DIFF } from './git/git-diff.ts';
import { GIT_FETCH } from './git/git-fetch.ts';
import { GIT_LOG, GIT_REFLOG, GIT_SHORTLOG } from './git/git-log.ts';
import { GIT_NAMES } from './git/git-names.ts';
import { GIT_SHOW } from './git/git-show.ts';
import { GIT_STATUS } from './git/git-status.ts';
import { NAMES } from './shell/names.ts';
import { CONSTANTS, ECHO, PRINTF, PWD } from './shell/print.ts';
import { DATE, IDENTITY } from './shell/system.ts';
import { BRACKET, TEST } from './shell/test.ts';
import { VERSIONS } from './shell/versions.ts';
import { COLUMN } from './text/column.ts';
import { CUT } from './text/cut.ts';
import { JQ } from './text/jq.ts';
import { LINES } from './text/lines.ts';
import { SED } from './text/sed.ts';
import { SORT } from './text/sort.ts';
import { TR } from './text/tr.ts';
import { UNIQ } from './text/uniq.ts';

/** All profiles. */
export const PROFILES: readonly Profile[] = [
  PWD,
  ECHO,
  PRINTF,
  LS,
  CAT,
  HEAD,
  TAIL,
  NL,
  WC,
  STAT,
  DU,
  FILE,
  TREE,
  FIND,
  GREP,
  RG,
  DIFF,
  CMP,
  REALPATH,
  READLINK,
  SORT,
  UNIQ,
  CUT,
  TR,
  COLUMN,
  SED,
  JQ,
  ...LINES,
  TAR,
  ...CHECKSUMS,
  CKSUM,
  TEST,
  BRACKET,
  ...NAMES,
  DATE,
  ...IDENTITY,
  ...CONSTANTS,
  GIT_STATUS,
  GIT_DIFF,
  GIT_LOG,
  GIT_SHOW,
  GIT_BRANCH,
  GIT_TAG,
  GIT_BLAME,
  GIT_SHORTLOG,
  GIT_REFLOG,
  ...GIT_NAMES,
  ...VERSIONS,
  GIT_FETCH,
  DOCKER_PS,
  ...PACKAGE_SCRIPTS,
  NODE,
  ...PYTEST,
  MAKE,
  ...CARGO,
  ...GO,
];

/** By first word; the longest first. */
const BY_PROGRAM: ReadonlyMap<string, readonly Profile[]> = Map.groupBy(
  PROFILES.toSorted((a, b) => b.words.length - a.words.length),
  ({ words: [program = ''] }) => program,
);

/** The profile of a command. */
export function findProfile(words: readonly string[]): Profile | undefined {
  return BY_PROGRAM.get(words[0] ?? '')?.find((profile) => profile.words.every((word, at) => word === words[at]));
}

/** Whether a program has a profile for some of its commands only. */
export function hasProfiles(program: string): boolean {
  return BY_PROGRAM.get(program)?.some((profile) => !VERSIONS.includes(profile)) === true;
}
