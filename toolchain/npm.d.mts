export declare function missesOnlyOptional(root: string, npmSaid: string): boolean;
export declare function isSameTree(root: string): boolean;
