/** What a long step says: a text, how much of it is done (0 to 1), how many seconds are left. */
export interface Message {
  readonly text: string;
  readonly fraction?: number;
  readonly secondsLeft?: number;
}

/** One line that is written over on a terminal, a plain line now and then elsewhere. */
export interface Progress {
  show(message: Message): void;
  line(text: string): void;
  end(): void;
}

/** Where progress goes; standard error in practice. */
export interface Sink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export declare function progressOn(
  stream: Sink,
  prefix: string,
  environment?: Readonly<Record<string, string | undefined>>,
  now?: () => number,
): Progress;
export declare function describe(message: Message): string;
