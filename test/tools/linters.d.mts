/** Something that a linter says of a file. */
export interface Complaint {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** A linter at its strictest, over workflow files of one folder `<folder>/.github/workflows`. */
export interface Linter {
  readonly name: string;
  /** Gets it where it is not there yet. @throws Error that says what was tried */
  get(): Promise<void>;
  check(folder: string): Promise<readonly Complaint[]>;
}

export declare const linters: readonly Linter[];
