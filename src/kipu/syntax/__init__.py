"""Documents to syntax: tokens, sentences, trees and names."""

from kipu.syntax.parser import OnnxParser, load_parser

__all__ = ["OnnxParser", "load_parser"]
