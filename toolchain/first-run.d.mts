export declare const neededScripts: readonly string[];
