export interface Lock {
  /** Whether somebody else had it first. */
  readonly waited: boolean;
  worker(pid: number): void;
  tell(message: unknown): void;
  release(): void;
}

export declare function isAlive(pid: number): boolean;
export declare function acquire(
  folder: string,
  options?: { readonly onWait?: (said: unknown) => void; readonly signal?: AbortSignal },
): Promise<Lock>;
