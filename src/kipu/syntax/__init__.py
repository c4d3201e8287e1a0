"""Documents to syntax: tokens, sentences, trees and names."""
