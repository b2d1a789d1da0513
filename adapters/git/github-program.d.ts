import { type GatewayError } from '#contract/wire/errors.ts';
import { type Environment } from './git-environment.ts';
import type { RecordContact } from './git-program.ts';
import { type ProgramResult } from './run-program.ts';
/** Runs a command of it that contacts a host. */
export type RunGithub = (host: string, args: readonly string[], options: {
    readonly signal: AbortSignal;
    readonly input?: string;
}) => Promise<ProgramResult>;
/** Each call is recorded as a connection to the host. @throws {GatewayError} `GH_MISSING` */
export declare function createGithubRun(environment: Environment, record: RecordContact): RunGithub;
/** The error for what it wrote when it failed. */
export declare function toGithubError(messages: string): GatewayError;
