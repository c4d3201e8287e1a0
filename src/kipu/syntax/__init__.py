"""Documents to syntax: tokens, sentences, trees and names."""

from kipu.syntax.choice import Parser, choose_parser, load_named
from kipu.syntax.parser import OnnxParser, load_parser

__all__ = ["OnnxParser", "Parser", "choose_parser", "load_named", "load_parser"]
