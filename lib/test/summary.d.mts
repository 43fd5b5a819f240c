export function countReports(folder: string): { passed: number; failed: number }
